package io.triotp.task;

import org.jspecify.annotations.Nullable;

/**
 * What a task of a stream does with its item.
 *
 * @param <T> the item
 * @param <R> the result
 */
@FunctionalInterface
public interface TaskFunction<T, R extends @Nullable Object> {

	/**
	 * Processes an item. Called by the process of the task.
	 * @param item the item
	 * @return the result
	 * @throws Exception to end the task without a result
	 */
	R apply(T item) throws Exception;

}
