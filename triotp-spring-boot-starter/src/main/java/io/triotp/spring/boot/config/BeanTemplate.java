package io.triotp.spring.boot.config;

import java.util.function.BiFunction;

import io.triotp.spring.boot.config.ApplicationPlan.Attributes;
import io.triotp.spring.boot.lifecycle.DeclaredTemplate;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;

/**
 * Makes dynamic children of a bean.
 *
 * @param ofBean makes the specification of an id and the arguments of the bean
 * @param attributes what has been said about the children
 * @param worker how workers are stopped that do not say
 */
record BeanTemplate(BiFunction<String, Object[], ChildSpec> ofBean, Attributes attributes,
		Shutdown worker) implements DeclaredTemplate {

	@Override
	public ChildSpec child(String id, Object... arguments) {
		return this.attributes.applyTo(this.ofBean.apply(id, arguments));
	}

	@Override
	public Shutdown shutdown() {
		return (this.attributes.shutdown() != null) ? this.attributes.shutdown() : this.worker;
	}

}
