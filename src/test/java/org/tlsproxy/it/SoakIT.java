package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short form of packaging/soak: all kinds of traffic, a reload, a worker killed. */
@Tag("once")
class SoakIT {

    private static final int SECONDS = 20;

    @Test
    @ReferenceDiffers("loses more than a worker's sessions")
    void shouldLoseNoSessionButThoseOfKilledWorkers() throws Exception {
        try (Soak soak = new Soak(System.out, 1000)) {
            soak.run(Soak.Plan.of(SECONDS));
            soak.tell();
            assertThat(soak.kills()).isPositive();
            assertThat(soak.unexplained()).isEmpty();
            List<Soak.Sample> samples = soak.samples();
            assertThat(samples.get(samples.size() - 1).descriptors()).as("descriptors at last").isLessThan(200);
            assertThat(soak.lines().keySet()).noneMatch(line -> line.matches(".*: (fatal|panic): .*"));
        }
    }
}
