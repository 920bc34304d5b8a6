package io.triotp.spring.boot.slice;

import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** A plain object that a tree puts behind a facade. */
@Component
@Scope("prototype")
class VisitorCount implements Counter {

	private int sum;

	@Override
	public int add(int number) {
		this.sum += number;
		return this.sum;
	}

}
