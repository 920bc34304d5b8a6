package shop

import io.triotp.application.ApplicationSpec
import io.triotp.node.Node
import io.triotp.server.Call
import io.triotp.server.CallResult
import io.triotp.server.Cast
import io.triotp.server.From
import io.triotp.server.GenServer
import io.triotp.server.Next
import io.triotp.server.ServerRef
import io.triotp.supervisor.ChildSpec
import io.triotp.supervisor.Restart
import io.triotp.supervisor.SupervisorSpec
import io.triotp.time.Deadline
import io.triotp.time.TimeSource
import java.time.Duration
import java.util.concurrent.Callable

data class Add(val cents: Int) : Call<Till, Int>

data object Reset : Cast<Till>

class Till : GenServer<Int, Add, Reset> {

	override fun init(): Int = 0

	override fun handleCall(request: Add, from: From, sum: Int): CallResult<Int> =
		reply(request, sum + request.cents, sum + request.cents)

	override fun handleCast(message: Reset, sum: Int): Next<Int> = next(0)
}

class Shop : Callable<String> {

	override fun call(): String = Node.start().use { node ->
		val tree = SupervisorSpec.oneForOne(ChildSpec.server("till") { Till() }.name("till").restart(Restart.TRANSIENT))
		node.start(ApplicationSpec.of("shop", tree))
		val till: ServerRef<Till> = node.server("till")
		till.call(Add(100))
		till.cast(Reset)
		val sum: Int = till.call(Add(250))
		val label: String? = node.whereis("till").flatMap { node.view().info(it) }.flatMap { it.label() }.orElse(null)
		val isOver = Deadline.after(Duration.ofMinutes(1), TimeSource.system()).isOver()
		"$label has $sum, over: $isOver"
	}
}
