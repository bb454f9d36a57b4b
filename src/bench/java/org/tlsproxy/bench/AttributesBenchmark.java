package org.tlsproxy.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.RequestReader;
import org.tlsproxy.wire.Status;

/** Attribute lists: what postscreen(8) says, and the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AttributesBenchmark {

    private final Generation generation = Generation.of("3.7.11").orElseThrow();
    private final byte[] request = ("remote_endpoint\0[192.0.2.1]:25\0flags\0001\0timeout\00060\0timeout\0003600\0"
        + "serverid\0smtpd\0\0").getBytes(StandardCharsets.US_ASCII);

    /** Reads a request. */
    @Benchmark
    public Object read() {
        RequestReader reader = new RequestReader(generation);
        reader.feed(request, 0, request.length);
        return reader.settled();
    }

    /** Prints a status. */
    @Benchmark
    public byte[] print() {
        return Status.AVAILABLE.printed();
    }
}
