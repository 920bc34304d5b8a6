package io.triotp.test.simulation;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;

// tag::office[]
/** Sells tickets as long as the hall has seats. */
final class TicketOffice implements GenServer<Integer, TicketOffice.Buy, Cast<TicketOffice>> {

	record Buy() implements Call<TicketOffice, Boolean> {
	}

	private final ServerRef<Hall> hall;

	TicketOffice(ServerRef<Hall> hall) {
		this.hall = hall;
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Buy request, From from, Integer sold) {
		int seats = this.hall.call(new Hall.Seats());
		if (seats == 0) {
			return reply(request, false, sold);
		}
		this.hall.call(new Hall.Take());
		return reply(request, true, sold + 1);
	}

}
// end::office[]
