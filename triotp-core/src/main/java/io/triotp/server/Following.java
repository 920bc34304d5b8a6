package io.triotp.server;

import java.util.List;
import java.util.stream.Stream;

/**
 * Puts together what follows a callback: what is stored with the state does not give way
 * to what happens next, nor the other way round.
 */
final class Following {

	private Following() {
	}

	/**
	 * {@return what is stored so far, and then something else}
	 * @param present what was to follow so far
	 * @param next what happens next
	 */
	static After then(After present, After next) {
		return (present instanceof After.Storing(List<StoredEffect> effects, var before))
				? new After.Storing(effects, next) : next;
	}

	/**
	 * {@return the same, with something more that is stored}
	 * @param present what was to follow so far
	 * @param effect what is stored as well
	 */
	static After storing(After present, StoredEffect effect) {
		return (present instanceof After.Storing(List<StoredEffect> effects, After then))
				? new After.Storing(Stream.concat(effects.stream(), Stream.of(effect)).toList(), then)
				: new After.Storing(List.of(effect), present);
	}

}
