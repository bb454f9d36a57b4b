package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.V312;
import static org.tlsproxy.wire.Captures.V35;
import static org.tlsproxy.wire.Captures.V37;
import static org.tlsproxy.wire.Captures.join;
import static org.tlsproxy.wire.Captures.load;
import static org.tlsproxy.wire.Captures.read;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedBytesTest {

    @Test
    void shouldPrintTheAnnouncementAndStatusOfPostfix() {
        assertThat(Announcement.TLSPROXY.printed()).isEqualTo(load("announcement"));
        assertThat(Status.AVAILABLE.printed()).isEqualTo(load("status-available"));
        assertThat(Captures.text(Status.UNAVAILABLE.printed())).isEqualTo("status|0||");
    }

    @Test
    void shouldUnderstandPostscreenOf37() {
        RequestReader reader = read(V37, load("3.7.11-server-request"));

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.SETTLED);
        RequestReader.Settled settled = reader.settled().orElseThrow();
        assertThat(settled.request()).isEqualTo(new Request("[127.0.0.1]:49668", 1, 300, 300, "smtpd"));
        assertThat(settled.client()).isEmpty();
        assertThat(settled.server()).isEmpty();
        assertThat(settled.mismatch()).isEmpty();
        assertThat(settled.request().printed()).isEqualTo(load("3.7.11-server-request"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.25", "3.7.11", "3.12-20260821"})
    void shouldReadAndPrintClientRoleRequestsOfPostfix(String version) {
        byte[] captured = load(version + "-client-request");
        Generation generation = Captures.generation(version);

        RequestReader reader = new RequestReader(generation);
        int taken = reader.feed(captured, 0, captured.length);

        assertThat(taken).isEqualTo(captured.length);
        assertThat(reader.requestWarnings()).isEmpty();
        assertThat(reader.settingsWarnings()).isEmpty();
        RequestReader.Settled settled = reader.settled().orElseThrow();
        assertThat(settled.mismatch()).isEmpty();
        assertThat(settled.server()).isEmpty();
        assertThat(join(settled.request().printed(), settled.client().orElseThrow().printed(generation))).isEqualTo(captured);
    }

    @Test
    void shouldReadAndPrintServerSettingsOf312() {
        byte[] captured = load("3.12-20260821-server-request");

        RequestReader.Settled settled = read(V312, captured).settled().orElseThrow();

        ServerSettings settings = settled.server().orElseThrow();
        assertThat(settled.mismatch()).isEmpty();
        assertThat(settings.start().serverId()).isEqualTo("127.0.0.1:24000");
        assertThat(settings.start().nameAndAddress()).isEqualTo("[127.0.0.1]:35684");
        assertThat(settings.start().security().cipherGrade()).isEqualTo("medium");
        assertThat(settings.start().trace()).isEqualTo(new Trace(102400, "127.0.0.1"));
        assertThat(settings.init().keys().rsa()).isEqualTo(new KeyFiles.Pair("/etc/pftest/cert.pem", "/etc/pftest/key.pem"));
        assertThat(settings.init().session()).isEqualTo(new ServerInit.Session("smtpd", true));
        assertThat(settings.init().policy().eecdhGrade()).isEqualTo("auto");
        assertThat(join(settled.request().printed(), settings.printed(V312))).isEqualTo(captured);
    }

    @Test
    void shouldUnderstandWhatPosttlsFingerOf37Wants() {
        RequestReader.Settled settled = read(V37, load("3.7.11-client-request")).settled().orElseThrow();

        assertThat(settled.request().role()).isEqualTo(Request.Role.CLIENT);
        assertThat(settled.request().sendContext()).isTrue();
        ClientStart start = settled.client().orElseThrow().start();
        assertThat(start.security()).isEqualTo(new ClientStart.Security(false, 2, ">=TLSv1", "medium", "eNULL"));
        assertThat(start.peer()).isEqualTo(new ClientStart.Peer("127.0.0.1", "127.0.0.1", "127.0.0.1[127.0.0.1]:23001", ""));
        assertThat(start.resumption()).isEqualTo(new ClientStart.Resumption("[127.0.0.1]:23001", "mx.p37.example"));
        assertThat(start.match()).isEqualTo(new ClientStart.Match(List.of(), "sha256", new Dane.None()));
        ClientInit init = settled.client().orElseThrow().init();
        assertThat(init).isEqualTo(new ClientInit(new LogSetting("-L option", "summary"), 9, "smtp", KeyFiles.NONE, "sha256"));
        assertThat(init.keys().isEmpty()).isTrue();
    }

    @Test
    void shouldUnderstandTheDigestsOf35() {
        ClientStart start = read(V35, load("3.5.25-client-request")).settled().orElseThrow().client().orElseThrow().start();

        List<String> digests = List.of(
                "D3:D6:27:58:80:6B:A4:FD:B3:D8:F7:6D:17:39:E8:51:D5:A3:68:A5:BA:2A:5F:E7:07:0B:D6:43:94:BF:E4:3B", "00:11:22");
        assertThat(start.match().dane()).isEqualTo(new Dane.Digests(List.of(),
                List.of(new Dane.DigestSet("sha256", digests, digests)), List.of(), List.of(), new Dane.Lookup("", 0, 0)));
        assertThat(start.security().level()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.25", "3.7.11", "3.12-20260821"})
    void shouldReadAndPrintContextReportsOfPostfix(String version) {
        byte[] captured = load(version + "-client-context");
        Generation generation = Captures.generation(version);

        ListReader<ContextReport> reader = ContextReport.reader(generation, "plaintext");
        int taken = reader.feed(captured, 0, captured.length);

        assertThat(taken).isEqualTo(captured.length);
        ContextReport report = reader.value().orElseThrow();
        assertThat(report.cipher()).isEqualTo(new ContextReport.Cipher("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, 256));
        assertThat(report.server()).isEqualTo(new ContextReport.Signature("RSA-PSS", "", 2048, "SHA256"));
        assertThat(report.printed(generation)).isEqualTo(captured);
    }

    @Test
    void shouldUnderstandTheAnnouncementOfPostfix() {
        byte[] captured = load("announcement");
        ListReader<String> reader = Announcement.reader("private/tlsproxy");

        reader.feed(captured, 0, captured.length);

        assertThat(Announcement.TLSPROXY.objection(reader.value().orElseThrow(), "private/tlsproxy")).isEmpty();
        assertThat(Announcement.TLSMGR.objection(reader.value().orElseThrow(), "private/tlsmgr"))
                .contains("unexpected protocol tlsproxy_protocol from private/tlsmgr (expected: tlsmgr_protocol)");
    }

    @Test
    void shouldTakeAnyStatusButZeroForAvailable() {
        ListReader<Status> available = Status.reader("private/tlsproxy");
        ListReader<Status> unavailable = Status.reader("private/tlsproxy");
        available.feed(Captures.bytes("status|7||"), 0, 10);
        unavailable.feed(Captures.bytes("status|0||"), 0, 10);

        assertThat(available.value()).contains(Status.AVAILABLE);
        assertThat(unavailable.value()).contains(Status.UNAVAILABLE);
    }
}
