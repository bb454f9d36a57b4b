package org.tlsproxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer found stays found, and a little of its work is done in each run. */
class FuzzCorpusTest {

    static Stream<FuzzTarget> targets() {
        return FuzzTarget.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldTakeEveryInputOfTheCorpus(FuzzTarget target) throws Exception {
        List<byte[]> corpus = target.corpus();
        assertThat(corpus).isNotEmpty();
        MethodHandle entry = target.entry();
        for (byte[] input : corpus) {
            run(entry, input);
        }
        run(entry, new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldTakeDamagedInputs(FuzzTarget target) throws Exception {
        List<byte[]> corpus = target.corpus();
        MethodHandle entry = target.entry();
        Random random = new Random(20261121);
        for (int i = 0; i < target.mutants(); i++) {
            run(entry, damaged(corpus.get(random.nextInt(corpus.size())), random));
        }
    }

    /** Bytes changed, a piece repeated, cut. */
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : "\0\n:,$={}".charAt(random.nextInt(8)));
        }
        if (random.nextInt(4) == 0 && bytes.length > 2) {
            int from = random.nextInt(bytes.length - 1);
            int to = from + random.nextInt(bytes.length - from);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + to - from);
            System.arraycopy(bytes, from, longer, to, bytes.length - from);
            bytes = longer;
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static void run(MethodHandle entry, byte[] input) {
        try {
            entry.invokeExact(input);
        } catch (Throwable e) {
            throw new AssertionError(e + " for the input " + Base64.getEncoder().encodeToString(input), e);
        }
    }
}
