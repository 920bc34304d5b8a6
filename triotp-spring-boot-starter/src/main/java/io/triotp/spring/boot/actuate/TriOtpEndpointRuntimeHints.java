package io.triotp.spring.boot.actuate;

import io.triotp.spring.boot.actuate.StreamFrame.HelloDescriptor;
import io.triotp.spring.boot.actuate.StreamFrame.ResyncDescriptor;
import io.triotp.spring.boot.view.CrashesDescriptor;
import io.triotp.spring.boot.view.EventsDescriptor;
import io.triotp.spring.boot.view.IncidentDescriptor;
import io.triotp.spring.boot.view.IncidentsDescriptor;
import io.triotp.spring.boot.view.LostDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor;
import io.triotp.spring.boot.view.ProcessesDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor;
import io.triotp.spring.boot.view.ThreadsDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for what the {@link TriOtpEndpoint} answers.
 */
class TriOtpEndpointRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.binding.registerReflectionHints(hints.reflection(), SummaryDescriptor.class, TreeDescriptor.class,
				EventsDescriptor.class, ProcessesDescriptor.class, ProcessDescriptor.class, ThreadsDescriptor.class,
				CrashesDescriptor.class, LostDescriptor.class, IncidentsDescriptor.class, IncidentDescriptor.class,
				ViewBody.class, HelloDescriptor.class, ResyncDescriptor.class, ActionDescriptor.class,
				ErrorDescriptor.class);
	}

}
