package io.triotp.spring.boot.observation;

import java.util.Locale;

import io.triotp.process.MessageKind;
import io.triotp.process.ReportName;

/**
 * What messages and their receivers are called in keys.
 */
final class MessageNames {

	private MessageNames() {
	}

	/**
	 * {@return what a message is called: never its content}
	 * @param content the message, or the class that stands for it
	 */
	static String message(Object content) {
		if (content instanceof ReportName named) {
			return named.reportName();
		}
		return type((content instanceof Class<?> code) ? code : content.getClass());
	}

	/**
	 * {@return the simple name of a class} Of a lambda or a proxy, that of the class it
	 * belongs to: their own names have numbers.
	 */
	static String type(Class<?> type) {
		String name = type.getName();
		int end = name.indexOf("$$");
		name = (end >= 0) ? name.substring(0, end) : name;
		name = name.substring(name.lastIndexOf('.') + 1);
		String simple = name.substring(name.lastIndexOf('$') + 1);
		return (!simple.isEmpty() && Character.isJavaIdentifierStart(simple.charAt(0))) ? simple : name;
	}

	static String application(String path) {
		int end = path.indexOf('/');
		return (end >= 0) ? path.substring(0, end) : path;
	}

	static String kind(MessageKind kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

}
