package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.LostParts;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Code;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Severity;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of an application that does not come back is seen without looking for it.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TriotpTest
class LostPartsTests {

	private Node node;

	private NodeReader reader;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		this.reader = NodeReader.of(node);
	}

	@AfterEach
	void stop() {
		this.reader.close();
	}

	private List<ProblemDescriptor> problems() {
		return this.reader.summary().problems();
	}

	@ParameterizedTest
	@EnumSource(value = Restart.class, names = { "TRANSIENT", "TEMPORARY" })
	void aSupervisorThatGaveUpAndIsNotRestartedIsAnError(Restart restart) {
		this.node.start(LostParts.shop(restart));
		LostParts.loseCarts(this.node);
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Code.SUPERVISOR_GAVE_UP);
			assertThat(problem.severity()).isEqualTo(Severity.ERROR);
			assertThat(problem.path()).isEqualTo("shop/carts");
			assertThat(problem.detail()).contains("more than 0 restarts within PT5S, last 'wild'",
					IllegalStateException.class.getName(), restart.name().toLowerCase());
		});
		assertThat(this.reader.summary().toText()).contains("SUPERVISOR_GAVE_UP  shop/carts");
	}

	@Test
	void theTreeSaysThatItGaveUpAndNotOnlyWhatCrashed() {
		this.node.start(LostParts.shop(Restart.TRANSIENT));
		LostParts.loseCarts(this.node);
		assertThat(this.reader.tree(TreeRequest.all()).orElseThrow().toText())
			.contains("last exit gave-up (" + IllegalStateException.class.getName() + ")");
	}

	@Test
	void oneThatWasStartedOnDemandIsAWarning() {
		this.node.start(LostParts.shop(Restart.TRANSIENT));
		LostParts.loseCart(this.node);
		assertThat(problems()).singleElement()
			.returns(Code.SUPERVISOR_GAVE_UP, ProblemDescriptor::code)
			.returns(Severity.WARNING, ProblemDescriptor::severity)
			.returns("shop/carts/cart", ProblemDescriptor::path);
	}

	@Test
	void oneThatIsDeclaredIsFoundAlsoIfThereIsNoTimeForWhatWasStartedOnDemand() {
		ChildSpec many = ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults()).name("many");
		ChildSpec carts = ChildSpec
			.dynamicSupervisor("carts",
					DynamicSupervisorSpec.defaults()
						.intensity(new RestartIntensity(0, RestartIntensity.DEFAULT_PERIOD)))
			.name("carts")
			.restart(Restart.TRANSIENT);
		// the supervisor of the carts has the name that the others have as their root
		ChildSpec inner = ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(carts)).name("shop");
		this.node.start(ApplicationSpec.of("market", SupervisorSpec.oneForOne(many, inner)));
		for (int i = 0; i < 2000; i++) {
			this.node.dynamicSupervisor("many").startServer("one", Crasher::new);
		}
		LostParts.loseCarts(this.node);
		assertThat(within(Duration.ofNanos(-1))).returns(true, ApplicationProblems::isPartLost)
			.returns(true, ApplicationProblems::partial);
		assertThat(within(Duration.ofMinutes(1))).returns(true, ApplicationProblems::isPartLost)
			.returns(false, ApplicationProblems::partial);
	}

	private ApplicationProblems within(Duration limit) {
		return ApplicationProblems.of(this.node.application("market").orElseThrow().root(),
				new TimeLimit(this.node.host().time(), limit));
	}

	@Test
	void oneThatIsStartedAgainIsNoProblem() {
		this.node.start(LostParts.shop(Restart.TRANSIENT));
		LostParts.loseCarts(this.node);
		this.node.supervisor("shop").restartChild("carts");
		assertThat(problems()).isEmpty();
	}

	@Test
	void aChildThatWaitsForAStrangerUnderItsNameIsAnErrorThatNamesTheStranger() {
		this.node.start(LostParts.shop(Restart.TRANSIENT));
		Pid stranger = LostParts.takeNameOfTill(this.node);
		assertThat(problems()).filteredOn((problem) -> problem.code() == Code.NAME_TAKEN)
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.severity()).isEqualTo(Severity.ERROR);
				assertThat(problem.path()).isEqualTo("shop/till");
				assertThat(problem.detail()).contains("'till'", stranger.toString());
			});
		assertThat(this.reader.summary().toText()).contains("NAME_TAKEN", "shop/till");
	}

}
