package io.triotp.server;

/**
 * What a server has need of at times, so that one without pays for one field only.
 */
sealed interface ColdState permits Starting, Extras {

}
