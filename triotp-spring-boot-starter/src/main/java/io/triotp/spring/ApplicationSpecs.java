package io.triotp.spring;

import java.util.List;

import io.triotp.application.ApplicationSpec;

/**
 * The applications of a context, as they will be started. A bean of this type is always
 * there, also before anything runs.
 */
public final class ApplicationSpecs {

	private final List<ApplicationSpec> applications;

	ApplicationSpecs(List<ApplicationSpec> applications) {
		this.applications = List.copyOf(applications);
	}

	/**
	 * {@return the applications, each after those it depends on}
	 */
	public List<ApplicationSpec> inStartOrder() {
		return this.applications;
	}

}
