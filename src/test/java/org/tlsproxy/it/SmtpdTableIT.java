package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.smtp.SmtpCase;
import org.tlsproxy.smtp.SmtpCases;
import org.tlsproxy.smtp.Tls;

/** The table of sessions with the resident service: in the clear where STARTTLS is in the case, in TLS from the first byte elsewhere. */
@Tag("once")
class SmtpdTableIT {

    @TempDir
    private static Path directory;

    private static SmtpdService service;

    static Stream<SmtpCase> cases() {
        return Stream.concat(SmtpCases.all(), SmtpCases.spokenLimits()).filter(c -> !c.name().startsWith("T39"));
    }

    @BeforeAll
    static void start() throws IOException {
        service = new SmtpdService(directory, SmtpPrograms.chain(directory, "ec"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldDoWhatTheTableSays(SmtpCase script) throws IOException {
        service.program(script.replies());
        boolean clear = script.tls() == Tls.POSSIBLE;

        try (SmtpClient client = clear ? SmtpClient.plain(service.port()) : SmtpClient.tls(service.tlsPort())) {
            boolean inTheClear = clear;
            for (int i = 0; i < script.input().size(); i++) {
                client.send(script.input().get(i));
                if (i < script.input().size() - 1 || script.input().get(i).equals("STARTTLS\r\n")) {
                    client.hearSome();
                }
                if (inTheClear && client.text().endsWith(SmtpCase.READY)) {
                    inTheClear = false;
                    assertThat(client.startTls()).isEqualTo("TLSv1.3");
                }
            }
            client.end().hearAll();

            assertThat(client.text()).isEqualTo(script.output());
        }
        assertThat(service.received()).isEqualTo(script.received());
    }
}
