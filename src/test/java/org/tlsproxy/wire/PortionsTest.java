package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.bytes;
import static org.tlsproxy.wire.Captures.join;
import static org.tlsproxy.wire.Captures.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortionsTest {

    private static final byte[] BEHIND = bytes("|behind|the|lists||");

    @ParameterizedTest
    @CsvSource({"3.7.11,3.7.11-server-request", "3.7.11,3.7.11-client-request", "3.5.25,3.5.25-client-request",
        "3.12-20260821,3.12-20260821-server-request", "3.12-20260821,3.12-20260821-client-request"})
    void shouldReadTheSameInAnyPortionsAndTakeNothingBehind(String version, String capture) {
        byte[] list = load(capture);
        byte[] input = join(list, BEHIND);
        Generation generation = Captures.generation(version);
        RequestReader.Settled whole = Captures.read(generation, list).settled().orElseThrow();

        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            int longest = 1 + round * 3;
            RequestReader reader = new RequestReader(generation);
            int at = 0;
            while (reader.progress() == RequestReader.Progress.READING) {
                int portion = Math.min(1 + random.nextInt(longest), input.length - at);
                byte[] window = Arrays.copyOfRange(input, at, at + portion);
                at += reader.feed(window, 0, portion);
            }
            assertThat(at).isEqualTo(list.length);
            assertThat(reader.settled().orElseThrow()).usingRecursiveComparison().isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"3.7.11,3.7.11-server-request", "3.7.11,3.7.11-client-request", "3.5.25,3.5.25-client-request",
        "3.12-20260821,3.12-20260821-server-request"})
    void shouldRefuseInputThatEndsAnywhereInside(String version, String capture) {
        byte[] list = load(capture);
        Generation generation = Captures.generation(version);
        for (int length = 0; length < list.length; length++) {
            RequestReader reader = new RequestReader(generation);
            assertThat(reader.feed(list, 0, length)).isEqualTo(length);
            assertThat(reader.progress()).isEqualTo(RequestReader.Progress.READING);
            reader.endOfInput();
            assertThat(reader.progress()).isEqualTo(RequestReader.Progress.REFUSED);
            assertThat(warnings(reader)).hasSizeBetween(1, 3).last().asString().endsWith("Connection reset by peer");
        }
    }

    private static List<String> warnings(RequestReader reader) {
        List<String> all = new ArrayList<>(reader.requestWarnings());
        all.addAll(reader.settingsWarnings());
        return all;
    }

    @Test
    void shouldTakeABufferAtAnyOffset() {
        byte[] list = load("3.7.11-server-request");
        byte[] buffer = join(bytes("junk"), list, BEHIND);
        RequestReader reader = new RequestReader(Captures.V37);

        assertThat(reader.feed(buffer, 4, buffer.length - 4)).isEqualTo(list.length);
        assertThat(reader.settled().orElseThrow().request().serverId()).isEqualTo("smtpd");
    }

    @Test
    void shouldNeverThrowOnDamagedInput() {
        Random random = new Random(7);
        byte[] intact = load("3.7.11-client-request");
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = intact.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            }
            RequestReader reader = new RequestReader(Captures.V37);
            int taken = reader.feed(damaged, 0, damaged.length);
            reader.endOfInput();
            assertThat(taken).isBetween(1, damaged.length);
            assertThat(reader.progress()).isNotEqualTo(RequestReader.Progress.READING);
            assertThat(reader.settled().isPresent()).isEqualTo(reader.progress() == RequestReader.Progress.SETTLED);
            refused += reader.progress() == RequestReader.Progress.REFUSED ? 1 : 0;
        }
        assertThat(refused).isBetween(5_000, 19_500);
    }

    @Test
    void shouldGiveTheSameVerdictByteByByte() {
        Random random = new Random(11);
        byte[] intact = load("3.5.25-client-request");
        for (int round = 0; round < 1_000; round++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0 : '1');
            RequestReader whole = Captures.read(Captures.V35, damaged);
            whole.endOfInput();
            RequestReader single = new RequestReader(Captures.V35);
            for (int i = 0; i < damaged.length; i++) {
                single.feed(damaged, i, 1);
            }
            single.endOfInput();
            assertThat(single.progress()).isEqualTo(whole.progress());
            assertThat(single.requestWarnings()).isEqualTo(whole.requestWarnings());
            assertThat(single.settingsWarnings()).isEqualTo(whole.settingsWarnings());
        }
    }
}
