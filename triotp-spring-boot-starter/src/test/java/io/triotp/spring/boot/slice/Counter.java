package io.triotp.spring.boot.slice;

/** What stands before a plain object. */
public interface Counter {

	int add(int number);

}
