package io.triotp.durable;

import java.util.List;

/**
 * What a {@link StoreProcess} does.
 */
interface StoreWork {

	/**
	 * Does what is to be done now. Called by the process, one call after the other.
	 * @param holding is told what is being stored, so that it is not forgotten if the
	 * process ends
	 * @return after how many nanoseconds to look again, 0 for as soon as something waits
	 * @throws InterruptedException if the process is killed
	 */
	long work(Committing holding) throws InterruptedException;

	/**
	 * {@return whether something waits}
	 */
	boolean waits();

	/**
	 * {@return how many changes it holds at a time, at most}
	 */
	int most();

	/**
	 * Takes back what a process held that has ended. Any thread may call it, also twice.
	 * @param attempts what it held
	 */
	void left(List<Attempt> attempts);

}
