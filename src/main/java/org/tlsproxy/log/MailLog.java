package org.tlsproxy.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The mail log as this process writes it: Postfix's record format, by syslog or by postlogd, without ever waiting for either.
 *
 * <p>One instance belongs to one thread. A thread that must speak when the owner is stuck (the watchdog) has an instance of its own,
 * made by {@link #sibling} before the jail. Writing a record costs one send(2) and allocates nothing.
 */
public final class MailLog implements Logger {

    /** When to {@link #flush} again what the reader did not take: it reads a few records at a time, and is not waited for. */
    public static final int PATIENCE_MILLIS = 5;

    /** The error record that ends the process, as in Postfix. */
    private static final int ERROR_LIMIT = 13;
    private static final int PANIC_FRAMES = 6;
    private static final int LINGER_STEP_MILLIS = 20;

    private final ProcessName process;
    private final EpochClock clock;
    private final OutputStream console;
    private LogSettings settings;
    private RecordShape shape;
    private Outlet outlet;
    private Fallback fallback = Fallback.NONE;
    private byte[] record;
    private byte[] consolePrefix;
    private int errors;
    private boolean ended;

    /** Opens the log; a socket that cannot be reached now is tried again when there is something to say. */
    public MailLog(ProcessName process, LogSettings settings, EpochClock clock) {
        this(process, settings, clock, new FileOutputStream(FileDescriptor.err));
    }

    MailLog(ProcessName process, LogSettings settings, EpochClock clock, OutputStream console) {
        this.process = process;
        this.clock = clock;
        this.console = console;
        apply(settings);
        this.outlet = new Outlet(settings.transport().sockets(), shape.capacity(), clock);
    }

    /** Goes on with other settings; the socket is kept if it is the same. */
    public void configure(LogSettings wanted) {
        shape.free();
        apply(wanted);
        if (outlet.leadsTo(wanted.transport())) {
            return;
        }
        long undelivered = outlet.close();
        outlet = new Outlet(wanted.transport().sockets(), shape.capacity(), clock);
        outlet.fallback(fallback);
        if (undelivered > 0) {
            warn(OwnMessages.recordsLost(undelivered));
        }
    }

    private void apply(LogSettings wanted) {
        String tag = wanted.syslogName() + "/" + process.name();
        settings = wanted;
        shape = RecordShape.of(wanted.transport(), tag, process.pid());
        record = new byte[shape.capacity()];
        consolePrefix = (tag + ": ").getBytes(StandardCharsets.UTF_8);
    }

    /** Who takes records when the socket cannot be reached any more. */
    public void fallback(Fallback other) {
        fallback = other;
        outlet.fallback(other);
    }

    /** A log of its own, with its own socket, for another thread of this process; without fallback. */
    public MailLog sibling() {
        return new MailLog(process, settings, clock, console);
    }

    @Override
    public void info(String text) {
        log(Severity.INFO, text);
    }

    @Override
    public void warn(String text) {
        log(Severity.WARNING, text);
    }

    /** @throws Fatal after the thirteenth: a process that does nothing but fail ends, as in Postfix */
    @Override
    public void error(String text) {
        log(Severity.ERROR, text);
        if (++errors == ERROR_LIMIT) {
            throw new Fatal(StartupMessages.tooManyErrors());
        }
    }

    /** Logs the last words of a process that ends because its surroundings are wrong. Only the first call of fatal or panic counts. */
    public void fatal(String text) {
        end(Severity.FATAL, text);
    }

    /** Logs a mistake of ours in one line: what it was and the frames where it happened. Only the first call of fatal or panic counts. */
    public void panic(Throwable mistake) {
        end(Severity.PANIC, StackText.line(mistake, PANIC_FRAMES));
    }

    /** Logs a thread's stack, one warning a frame, as the watchdog does before it ends a process that hangs. */
    public void stack(String thread, StackTraceElement[] frames) {
        warn(OwnMessages.stackOf(thread));
        for (StackTraceElement frame : frames) {
            warn(OwnMessages.stackFrame(StackText.frame(frame)));
        }
    }

    @Override
    public boolean verbose() {
        return settings.verbose();
    }

    /** Sends a record that another process of ours has made. */
    public void relay(byte[] foreign, int length) {
        outlet.deliver(foreign, length);
    }

    /** Sends what waits because the reader was slow. Called by the loop while {@link #pending}. */
    public void flush() {
        if (outlet.flush()) {
            reportLosses();
        }
    }

    /** True while records wait for the reader. */
    public boolean pending() {
        return outlet.pending();
    }

    /** The log socket, to wait on until it can be written to; −1 while there is none. */
    public int descriptor() {
        return outlet.descriptor();
    }

    /**
     * Waits, sending what is left: the second that Postfix sleeps between its last words and its exit. The only call that waits,
     * for a process that does nothing else any more.
     */
    public void linger(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        do {
            flush();
            try {
                Thread.sleep(Math.min(LINGER_STEP_MILLIS, Math.max(millis, 0)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (System.nanoTime() < end);
        flush();
    }

    private void end(Severity severity, String text) {
        if (!ended) {
            ended = true;
            log(severity, text);
        }
    }

    private void log(Severity severity, String text) {
        if (outlet.lost() > 0) {
            outlet.flush();
            reportLosses();
        }
        write(severity, text);
    }

    private void reportLosses() {
        if (outlet.lost() > 0 && outlet.hasRoom()) {
            write(Severity.WARNING, OwnMessages.recordsLost(outlet.takeLost()));
        }
    }

    private void write(Severity severity, String text) {
        int start = shape.begin(severity, clock.seconds(), record);
        int end = LineText.write(text, settings.smtputf8(), record, start);
        outlet.deliver(record, end);
        if (settings.stderr()) {
            echo(start - severity.prefix().length(), end);
        }
    }

    private void echo(int from, int to) {
        byte[] line = new byte[consolePrefix.length + to - from + 1];
        System.arraycopy(consolePrefix, 0, line, 0, consolePrefix.length);
        System.arraycopy(record, from, line, consolePrefix.length, to - from);
        line[line.length - 1] = '\n';
        try {
            console.write(line);
        } catch (IOException e) {
            // The terminal is gone; the record itself went to the log, and nobody is left to read this one.
            settings = new LogSettings(settings.syslogName(), settings.transport(), settings.smtputf8(), settings.verbose(), false);
        }
    }
}
