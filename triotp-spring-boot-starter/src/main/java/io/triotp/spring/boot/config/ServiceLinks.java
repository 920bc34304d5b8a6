package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * The variables that Kubernetes gives every container for every service of its namespace,
 * such as {@code TRIOTP_APPLICATIONS_PORT=tcp://10.0.0.1:80} for one with the name
 * {@code triotp-applications}. They look like configuration and are none.
 */
final class ServiceLinks implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("triotp");

	private static final Pattern NAME = Pattern
		.compile(".*\\.(service\\.(host|port(\\..+)?)|port\\[\\d+]\\.(tcp|udp|sctp)(\\.(proto|port|addr))?)");

	private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

	/**
	 * {@return the sources as if those variables were not there}
	 * @param sources all sources
	 */
	static List<ConfigurationPropertySource> without(Iterable<ConfigurationPropertySource> sources) {
		List<ConfigurationPropertySource> all = new ArrayList<>();
		for (ConfigurationPropertySource source : sources) {
			all.add(Variables.areIn(source) ? source.filter((name) -> !isLink(name, source)) : source);
		}
		return all;
	}

	/**
	 * {@return whether there may be any} Where there is none, no property of anybody
	 * needs to be looked at when it is bound.
	 * @param sources all sources
	 */
	static boolean mayBeIn(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (Variables.areIn(source) && source.containsDescendantOf(ROOT) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return false;
	}

	private static boolean isLink(ConfigurationPropertyName name, ConfigurationPropertySource variables) {
		if (!ROOT.isAncestorOf(name)) {
			return false;
		}
		if (NAME.matcher(name.toString()).matches()) {
			return true;
		}
		if (!name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals("port")) {
			return false;
		}
		ConfigurationProperty found = variables.getConfigurationProperty(name);
		return found != null && ADDRESS.matcher(String.valueOf(found.getValue())).matches();
	}

	/** Boot binds the properties once more, for the bean, and knows no filter. */
	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {

			@Override
			public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
					BindContext context) {
				boolean skip = ROOT.isAncestorOf(name) && isFoundAsLink(name, context);
				return skip ? null : super.onStart(name, target, context);
			}

		};
	}

	private static boolean isFoundAsLink(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.getConfigurationProperty(name) != null) {
				return Variables.areIn(source) && isLink(name, source);
			}
		}
		return false;
	}

}
