package org.tlsproxy.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A handshake, both ends of it ours, with an EC key: twice the cost that the service has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class HandshakeBenchmark {

    /** As in the configuration. */
    @Param({"1.3", "1.2"})
    public String version;

    /** By a ticket of an earlier handshake. */
    @Param({"false", "true"})
    public boolean resumed;

    private Pair.Maker maker;
    private Optional<byte[]> session = Optional.empty();

    /** Makes keys, and a session to resume. */
    @Setup
    public void prepare() {
        maker = new Pair.Maker(version.equals("1.3") ? 0x0304 : 0x0303, List.of(0x1302));
        if (resumed) {
            Pair first = maker.shakenHands(Optional.empty());
            session = first.session();
            first.end();
        }
    }

    /** From the first byte to the end. */
    @Benchmark
    public boolean handshake() {
        Pair pair = maker.shakenHands(session);
        if (pair.resumed() != resumed) {
            throw new IllegalStateException("resumed: " + pair.resumed());
        }
        pair.end();
        return resumed;
    }
}
