package org.tlsproxy.smtpd;

import java.util.Map;
import java.util.OptionalInt;
import org.tlsproxy.posix.Children;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;

/** A running SMTP program and our ends of its two pipes. */
final class Program {

    private final int pid;
    private final int input;
    private final int output;
    private boolean inputOpen = true;

    private Program(int pid, int input, int output) {
        this.pid = pid;
        this.input = input;
        this.output = output;
    }

    /** Starts it. */
    static Program start(ProgramCommand command, Map<String, String> environment) throws ErrnoException {
        int[] in = Descriptors.pipe();
        int[] out = Descriptors.pipe();
        try {
            Descriptors.nonBlocking(in[1]);
            Descriptors.nonBlocking(out[0]);
            return new Program(command.start(environment, in[0], out[1]), in[1], out[0]);
        } catch (ErrnoException e) {
            Descriptors.close(in[1]);
            Descriptors.close(out[0]);
            throw e;
        } finally {
            Descriptors.close(in[0]);
            Descriptors.close(out[1]);
        }
    }

    int pid() {
        return pid;
    }

    /** Where to write what it is to read. */
    int input() {
        return input;
    }

    /** Where to read what it says. */
    int output() {
        return output;
    }

    /** It will read the end of its input. */
    void closeInput() {
        if (inputOpen) {
            inputOpen = false;
            Descriptors.close(input);
        }
    }

    /** Somebody else has copies of our ends and the use of them. */
    void closePipes() {
        closeInput();
        closeOutput();
    }

    void closeOutput() {
        Descriptors.close(output);
    }

    /** Its wait status once it has ended. */
    OptionalInt ended() {
        return Children.poll(pid);
    }
}
