package io.triotp.test;

/**
 * Goes with the failure of a test, to be seen below it.
 */
final class MessagesOfTest extends Exception {

	private static final long serialVersionUID = 1L;

	MessagesOfTest(String mermaid) {
		super("the messages of the test, to be drawn by Mermaid:\n\n" + mermaid, null, false, false);
	}

}
