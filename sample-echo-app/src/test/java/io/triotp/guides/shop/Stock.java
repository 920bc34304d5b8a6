package io.triotp.guides.shop;

import io.triotp.facade.OneWay;

// tag::stock[]
/** The client: a method waits for the server, unless it is one-way. */
public interface Stock {

	boolean take(String article);

	@OneWay
	void put(String article, int number);

}
// end::stock[]
