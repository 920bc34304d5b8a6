package io.triotp.spring.boot.view;

/**
 * Something to look at: a value for programs, and the same as text for people.
 */
public interface View {

	/**
	 * {@return the same as lines of text, for people}
	 */
	String toText();

}
