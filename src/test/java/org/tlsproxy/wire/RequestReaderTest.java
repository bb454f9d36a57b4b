package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.V311;
import static org.tlsproxy.wire.Captures.V312;
import static org.tlsproxy.wire.Captures.V37;
import static org.tlsproxy.wire.Captures.generation;
import static org.tlsproxy.wire.Captures.join;
import static org.tlsproxy.wire.Captures.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

    @ParameterizedTest
    @CsvSource({"0,BOGUS,0x0", "1,SERVER,0x1", "2,CLIENT,0x2", "3,BOGUS,0x3", "7,BOGUS,0x7", "9,SERVER,0x9",
        "6,CLIENT,0x6", "-1,BOGUS,0xffffffff"})
    void shouldWantExactlyOneRole(int flags, Request.Role role, String shown) {
        Request request = new Request("e", flags, 1, 1, "s");

        assertThat(request.role()).isEqualTo(role);
        assertThat(request.badFlagsWarning()).isEqualTo("tlsp_get_request_event: bad request flags: " + shown);
    }

    @Test
    void shouldTellTheFlagsApart() {
        assertThat(new Request("e", 4, 1, 1, "s").sendContext()).isTrue();
        assertThat(new Request("e", 11, 1, 1, "s").sendContext()).isFalse();
        assertThat(new Request("e", 8, 1, 1, "s").probeOnly()).isTrue();
        assertThat(new Request("e", 7, 1, 1, "s").probeOnly()).isFalse();
        assertThat(new Request("e", 3, 1, 1, "s").serverRole()).isTrue();
        assertThat(new Request("e", 3, 1, 1, "s").clientRole()).isTrue();
        assertThat(new Request("e", 4, 1, 1, "s").serverRole()).isFalse();
        assertThat(new Request("e", 4, 1, 1, "s").clientRole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3.11.6,1,SETTLED", "3.11.6,2,READING", "3.12-20260409,1,SETTLED", "3.12-20260821,1,READING", "3.12-20260821,2,READING",
        "3.12-20260821,9,SETTLED", "3.12-20260821,10,SETTLED", "3.12-20260821,3,SETTLED", "3.7.11,0,SETTLED"})
    void shouldKnowWhetherSettingsFollow(String version, int flags, RequestReader.Progress progress) {
        RequestReader reader = Captures.read(generation(version), new Request("e", flags, 1, 1, "s").printed());

        assertThat(reader.progress()).isEqualTo(progress);
        assertThat(reader.request()).isPresent();
    }

    @Test
    void shouldLeaveBytesBehindAnOlderServerRequestAlone() {
        byte[] request = load("3.7.11-server-request");
        byte[] input = join(request, Captures.bytes("config_filX|default|"));
        RequestReader reader = new RequestReader(V37);

        assertThat(reader.feed(input, 0, input.length)).isEqualTo(request.length);
        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.SETTLED);
    }

    @Test
    void shouldReadSettingsOfANewerServerClientAndSaySo() {
        byte[] input = load("3.12-20260821-server-request");
        RequestReader reader = new RequestReader(V311);

        assertThat(reader.feed(input, 0, input.length)).isEqualTo(input.length);
        RequestReader.Settled settled = reader.settled().orElseThrow();
        assertThat(settled.server().orElseThrow().start().serverId()).isEqualTo("127.0.0.1:24000");
        assertThat(settled.mismatch()).contains("a client sends the settings of Postfix 3.12, but mail_version is 3.11.6: "
                + "run \"postfix reload\" after an upgrade");
    }

    @ParameterizedTest
    @CsvSource({"3.6.9,3.6.10,3.4 to 3.7", "3.7.6,3.7.5,3.5.20 to 3.7", "3.8.0,3.7.11,3.8.0", "3.8.5,3.7.11,3.8", "3.9.14,3.7.11,3.9",
        "3.7.11,3.9.14,3.5.20 to 3.7", "3.10.0,3.9.0,3.10", "3.9.0,3.10.0,3.9", "3.11.6,3.10.4,3.11", "3.10.4,3.11.6,3.10",
        "3.12-20260821,3.11.6,3.12", "3.11.6,3.12-20260821,3.11", "3.12-20260429,3.12-20260821,3.12", "3.12-20260410,3.12.0,3.12"})
    void shouldServeAClientOfAnotherReleaseAndSayWhich(String client, String configured, String guess) {
        Generation theirs = generation(client);
        ClientSettings settings = Samples.clientSettings(theirs, Samples.records(), ClientStart.Failure.ABSENT);
        byte[] input = join(new Request("e", 2, 1, 1, "s").printed(), settings.printed(theirs));

        RequestReader.Settled settled = Captures.read(generation(configured), input).settled().orElseThrow();

        assertThat(settled.client().orElseThrow().start().peer()).isEqualTo(settings.start().peer());
        assertThat(settled.client().orElseThrow().params().text()).isEqualTo(settings.params().text());
        assertThat(settled.mismatch()).contains("a client sends the settings of Postfix " + guess + ", but mail_version is "
                + configured + ": run \"postfix reload\" after an upgrade");
    }

    @Test
    void shouldNotNameAReleaseThatDoesNotExist() {
        byte[] input = Captures.replaced(load("3.7.11-client-request"), "dane|0|", "dane|0|trace_peer|x|");

        RequestReader.Settled settled = Captures.read(V37, input).settled().orElseThrow();

        assertThat(settled.mismatch().orElseThrow()).startsWith("a client sends the settings of no known Postfix release, but");
    }

    @Test
    void shouldNotSkipWhatEveryReleaseSends() {
        byte[] input = Captures.replaced(load("3.12-20260821-client-request"), "verifydepth|9|", "");

        assertThat(Captures.read(V312, input).settingsWarnings().get(0))
                .isEqualTo("unexpected attribute cache_type from plaintext (expecting: verifydepth)");
    }
}
