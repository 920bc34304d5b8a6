package io.triotp.resource;

import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * A probe has found a child stopped or unhealthy.
 *
 * @param stamp when and where it happened
 * @param pid the child
 * @param finding what was found
 * @param failed how many probes have failed in a row, this one included
 * @param allowed how many unhealthy findings in a row end the child
 */
public record ProbeFailed(Stamp stamp, Pid pid, Finding finding, int failed, int allowed) implements NodeEvent {
}
