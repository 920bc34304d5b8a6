package io.triotp.spring.boot.slice;

/** Comes from somewhere that a slice does not have. */
interface Prices {

	int of(String article);

}
