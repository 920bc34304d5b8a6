package io.triotp.spring.boot.lifecycle;

import io.triotp.supervisor.ChildTemplate;
import io.triotp.supervisor.Shutdown;

/**
 * A template that tells before there is a child how its children are stopped.
 */
public interface DeclaredTemplate extends ChildTemplate {

	/**
	 * {@return how the children are stopped}
	 */
	Shutdown shutdown();

}
