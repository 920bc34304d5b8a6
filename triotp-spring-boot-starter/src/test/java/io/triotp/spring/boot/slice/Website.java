package io.triotp.spring.boot.slice;

import org.springframework.stereotype.Component;

/** No part of any tree. */
@Component
class Website {

	Website() {
		throw new IllegalStateException("there is no web here");
	}

}
