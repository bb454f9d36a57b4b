package org.tlsproxy.log;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The log of the STARTTLS wrapper: one line a fact, in the form that tlswrapper(1) writes to standard error,
 * {@code name: level: address: text [session]}. What a peer sent is escaped. The texts are {@link SmtpMessages}.
 */
public final class SmtpLog {

    private final String name;
    private final int level;
    private final String session;
    private final String address;
    private final Consumer<byte[]> sink;

    /** @param level 0 says nothing; see {@link SmtpLevel}, @param sink takes whole lines with their LF */
    public SmtpLog(String name, int level, Consumer<byte[]> sink) {
        this(name, level, sink, "", "");
    }

    private SmtpLog(String name, int level, Consumer<byte[]> sink, String session, String address) {
        this.name = name;
        this.level = level;
        this.sink = sink;
        this.session = session;
        this.address = address;
    }

    /** The log of one session. @param address the client's, empty while it is unknown */
    public SmtpLog of(String sessionName, String clientAddress) {
        return new SmtpLog(name, level, sink, sessionName, clientAddress);
    }

    /** True if such a line would be written. */
    public boolean wants(SmtpLevel what) {
        return level >= what.needed();
    }

    /** The program's name in the log. */
    public String name() {
        return name;
    }

    /** The level itself, for another process. */
    public int level() {
        return level;
    }

    /** Writes a line if the level wants it. */
    public void say(SmtpLevel what, String text) {
        if (!wants(what)) {
            return;
        }
        StringBuilder line = new StringBuilder(name).append(": ").append(what.word()).append(": ");
        if (!address.isEmpty()) {
            line.append(address).append(": ");
        }
        escape(text, line);
        if (level >= SmtpLevel.WARNING.needed() && !session.isEmpty()) {
            line.append(" [").append(session).append(']');
        }
        sink.accept(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The environment is wrong and the process goes no further. */
    public void fatal(String text) {
        say(SmtpLevel.FATAL, text);
    }

    /** The program has a fault: what, and where. */
    public void mistake(Throwable mistake) {
        say(SmtpLevel.FATAL, "panic: " + StackText.line(mistake, 12));
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> line.append("\\r");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        line.append(c);
                    } else {
                        line.append("\\x").append(Character.toUpperCase(Character.forDigit(c >> 4 & 0xf, 16)))
                            .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
                    }
                }
            }
        }
    }
}
