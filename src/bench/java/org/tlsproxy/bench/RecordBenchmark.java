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

/** Records of an open TLS 1.3 connection. With {@code -prof gc} it tells what each allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {

    /** What protects them. */
    @Param({"AES-128-GCM", "AES-256-GCM", "ChaCha20-Poly1305"})
    public String cipher;

    /** Bytes of plaintext. */
    @Param({"64", "1024", "16384"})
    public int size;

    private Pair pair;
    private byte[] message;

    /** Opens the connection. */
    @Setup
    public void open() {
        int suite = switch (cipher) {
            case "AES-128-GCM" -> 0x1301;
            case "AES-256-GCM" -> 0x1302;
            default -> 0x1303;
        };
        pair = new Pair.Maker(0x0304, List.of(suite)).shakenHands(Optional.empty());
        message = new byte[size];
    }

    /** Encrypts one. */
    @Benchmark
    public int seal() {
        return pair.fromService(message);
    }

    /** Encrypts one and decrypts it. */
    @Benchmark
    public long sealAndOpen() {
        return pair.toService(message);
    }
}
