package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.tlsproxy.wire.Captures.generation;
import static org.tlsproxy.wire.Captures.join;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    private static final Request CLIENT = new Request("[192.0.2.1]:25", Request.CLIENT_ROLE | Request.SEND_CONTEXT, 300, 600, "relay");
    private static final Request SERVER = new Request("[192.0.2.1]:25", Request.SERVER_ROLE, 300, 300, "smtpd");

    @ParameterizedTest
    @ValueSource(strings = {"3.4.0", "3.5.19", "3.5.20", "3.6.9", "3.6.10", "3.7.5", "3.7.6", "3.8.0", "3.8.1", "3.9.14", "3.10.0",
        "3.11.6", "3.12-20260410", "3.12-20260429", "3.12-20260821"})
    void shouldReadWhatItPrintsForEveryGeneration(String version) {
        Generation g = generation(version);
        Dane dane = g.has(Trait.TLSA_RECORDS) ? Samples.records() : Samples.digests();
        ClientStart.Failure failure = g.has(Trait.FAILURE_REPORTS) ? Samples.failure() : ClientStart.Failure.ABSENT;
        ClientSettings settings = Samples.clientSettings(g, dane, failure);

        RequestReader reader = Captures.read(g, join(CLIENT.printed(), settings.printed(g)));

        RequestReader.Settled settled = reader.settled().orElseThrow();
        assertThat(reader.settingsWarnings()).isEmpty();
        assertThat(settled.mismatch()).isEmpty();
        assertThat(settled.request()).isEqualTo(CLIENT);
        assertThat(settled.client().orElseThrow()).usingRecursiveComparison().isEqualTo(settings);
        assertThat(settled.client().orElseThrow().params().text()).isEqualTo(settings.params().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10.0", "3.11.6", "3.12-20260821"})
    void shouldReadRequestsOfBuildsWithAndWithoutTlsrpt(String version) {
        Generation g = generation(version);
        for (boolean build : new boolean[] {true, false}) {
            ClientStart.Failure failure = new ClientStart.Failure(build, Optional.empty(), "");
            byte[] printed = Samples.clientSettings(g, new Dane.None(), failure).printed(g);
            assertThat(Captures.text(printed).contains("|tlsrpt|0|")).isEqualTo(build);

            RequestReader.Settled settled = Captures.read(g, join(CLIENT.printed(), printed)).settled().orElseThrow();

            assertThat(settled.mismatch()).isEmpty();
            assertThat(settled.client().orElseThrow().start().failure()).isEqualTo(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.12-20260410", "3.12-20260429", "3.12-20260514", "3.12.0"})
    void shouldReadTheServerSettingsThatItPrints(String version) {
        Generation g = generation(version);
        ServerSettings settings = Samples.serverSettings(g);

        RequestReader.Settled settled = Captures.read(g, join(SERVER.printed(), settings.printed(g))).settled().orElseThrow();

        assertThat(settled.mismatch()).isEmpty();
        assertThat(settled.server().orElseThrow()).isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.0", "3.6.0", "3.9.0", "3.10.0", "3.12-20260821"})
    void shouldReadTheReportThatItPrints(String version) {
        Generation g = generation(version);
        byte[] printed = Samples.report().printed(g);
        ListReader<ContextReport> reader = ContextReport.reader(g, "plaintext");

        assertThat(reader.feed(join(printed, printed), 0, 2 * printed.length)).isEqualTo(printed.length);
        assertThat(reader.value().orElseThrow().printed(g)).isEqualTo(printed);
    }

    @Test
    void shouldReadEveryFieldOfTheNewestReport() {
        byte[] printed = Samples.report().printed(Captures.V312);
        ListReader<ContextReport> reader = ContextReport.reader(Captures.V312, "plaintext");
        reader.feed(printed, 0, printed.length);

        assertThat(reader.value()).contains(Samples.report());
    }

    @Test
    void shouldKeepTextThatIsNotAscii() {
        Request request = new Request("[::1]:25", 2, 1, 1, "dienst-ü-\u4e2d");

        assertThat(Captures.read(Captures.V37, request.printed()).request()).contains(request);
    }

    @Test
    void shouldNotLetANulEndAValue() {
        assertThat(Captures.text(new Request("a\0b", 1, 1, 1, "s").printed())).startsWith("remote_endpoint|ab|flags|1|");
    }

    @Test
    void shouldNotSendAnOldClientsDigestsAsRecords() {
        ClientSettings settings = Samples.clientSettings(Captures.V37, Samples.digests(), ClientStart.Failure.ABSENT);

        assertThatIllegalArgumentException().isThrownBy(() -> settings.printed(Captures.V37));
    }
}
