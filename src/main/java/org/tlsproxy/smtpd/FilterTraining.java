package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.smtp.Client;

/** A run that loads what a filter needs for a session, and ends: for the class archive. The program behind it is a few lines of shell. */
final class FilterTraining {

    private static final String PROGRAM = "echo 220 rehearsal; while read -r verb _; do case $verb in EHLO*) echo 250-a; echo 250 b;; "
        + "DATA*) echo 354 go;; .*) echo 250 queued;; QUIT*) echo 221 bye; exit;; *) echo 250 ok;; esac; done";
    private static final String CLIENT = "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n";

    private FilterTraining() { }

    static void run() {
        CommonOptions options = new CommonOptions("/");
        SmtpLog log = new SmtpLog("rehearsal", SmtpLevel.TRACING.ordinal(), line -> { });
        try {
            List<String> words = OptionReader.read(List.of("-t5", "-g", "[::1]:1", "/bin/sh", "-c", PROGRAM),
                CommonOptions.WITH_VALUE, options);
            int[] input = Descriptors.pipe();
            int[] output = Descriptors.pipe();
            Outflow client = new Outflow();
            client.add(CLIENT.getBytes(StandardCharsets.ISO_8859_1));
            client.write(input[1]);
            Descriptors.duplicateTo(input[0], 0);
            Descriptors.duplicateTo(output[1], 1);
            Map<String, String> environment = Environment.inherited();
            Program program = Program.start(ProgramCommand.of(words, Optional.empty(), ""), environment);
            FilterSetup setup = new FilterSetup(options, words, "REHEARSAL", new Client("::1", "unknown"), log, Optional.empty());
            new FilterRelay(setup, program, new Control(Control.Protocol.NONE)).run();
        } catch (ErrnoException | OptionReader.Usage | OptionReader.Refused e) {
            throw new IllegalStateException(e);
        }
    }
}
