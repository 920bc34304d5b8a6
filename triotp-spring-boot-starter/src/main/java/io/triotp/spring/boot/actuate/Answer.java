package io.triotp.spring.boot.actuate;

import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.spring.boot.view.View;

/**
 * What is answered to a request.
 */
sealed interface Answer {

	static Answer of(Optional<? extends View> view, Supplier<String> whyNot) {
		return view.<Answer>map(Found::new).orElseGet(() -> new Missing(whyNot.get()));
	}

	/** There it is. */
	record Found(View view) implements Answer {
	}

	/** There is nothing like that. */
	record Missing(String message) implements Answer {
	}

}
