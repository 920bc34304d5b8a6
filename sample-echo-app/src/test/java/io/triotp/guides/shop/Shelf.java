package io.triotp.guides.shop;

import java.util.HashMap;
import java.util.Map;

import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** The server: only its process touches it, so it needs no lock. */
@Component
@Scope("prototype")
class Shelf implements Stock {

	private final Map<String, Integer> articles = new HashMap<>();

	@Override
	public boolean take(String article) {
		return this.articles.computeIfPresent(article, (key, left) -> (left > 0) ? left - 1 : null) != null;
	}

	@Override
	public void put(String article, int number) {
		this.articles.merge(article, number, Integer::sum);
	}

}
