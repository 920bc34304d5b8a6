package io.triotp.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.triotp.supervisor.Restart;

/**
 * How a {@link io.triotp.server.GenServer} or {@link io.triotp.supervisor.ChildSpec} bean
 * that no tree names becomes a child of the default application. It has no effect on a
 * bean that a tree names: there the tree decides. Where no application is declared, beans
 * without this annotation go to the default application too; where one is, in the
 * configuration or as an {@link io.triotp.application.ApplicationSpec} bean, a bean that
 * neither a tree names nor this annotation says more about stops the start.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface Supervised {

	/**
	 * {@return the id of the child; the name of the bean by default}
	 */
	String id() default "";

	/**
	 * {@return whether it is restarted}
	 */
	Restart restart() default Restart.PERMANENT;

	/**
	 * {@return how it is stopped: a duration such as {@code 10s}, {@code infinity} or
	 * {@code brutal-kill}; {@code triotp.defaults.shutdown} by default}
	 */
	String shutdown() default "";

	/**
	 * {@return whether it becomes a child at all; say {@code false} for a bean whose
	 * processes are started by code}
	 */
	boolean discover() default true;

}
