package io.triotp.spring.boot.slice;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

/** Work that only a tree makes a child. */
@Component
class Cleaner implements Runnable {

	private final AtomicInteger runs = new AtomicInteger();

	@Override
	public void run() {
		this.runs.incrementAndGet();
	}

	int runs() {
		return this.runs.get();
	}

}
