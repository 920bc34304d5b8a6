package io.triotp.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire to a server, which can swallow what is sent, as a network does that has lost a
 * machine. Connections made later are not concerned.
 */
final class Wire implements AutoCloseable {

	private final int to;

	private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/** Of which nothing more comes. */
	private final Set<Socket> swallowed = ConcurrentHashMap.newKeySet();

	Wire(int to) throws IOException {
		this.to = to;
		Thread.ofVirtual().start(this::accept);
	}

	int port() {
		return this.entrance.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.entrance.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.to);
				this.open.add(client);
				this.open.add(server);
				Thread.ofVirtual().start(() -> pass(client, server, client));
				Thread.ofVirtual().start(() -> pass(server, client, client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void pass(Socket from, Socket to, Socket client) {
		try (InputStream input = from.getInputStream(); OutputStream output = to.getOutputStream()) {
			byte[] bytes = new byte[8192];
			for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
				if (!this.swallowed.contains(client)) {
					output.write(bytes, 0, read);
					output.flush();
				}
			}
		}
		catch (IOException ex) {
			// One of them has closed it.
		}
	}

	/** Nothing comes any more through what is open now. */
	void swallow() {
		this.swallowed.addAll(this.open);
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		for (Socket each : this.open) {
			each.close();
		}
	}

}
