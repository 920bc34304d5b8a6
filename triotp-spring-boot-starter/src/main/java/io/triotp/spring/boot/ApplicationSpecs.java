package io.triotp.spring.boot;

import java.util.List;

import io.triotp.application.ApplicationSpec;

/**
 * The applications of a context, as they will be started. A bean of this type is always
 * there, also before anything runs.
 *
 * @param inStartOrder the applications, each after those it depends on
 */
public record ApplicationSpecs(List<ApplicationSpec> inStartOrder) {

	public ApplicationSpecs {
		inStartOrder = List.copyOf(inStartOrder);
	}

}
