package org.tlsproxy.smtp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client sends, what it gets, and what the program gets. Texts hold one character a byte.
 *
 * @param name     number and promise
 * @param replies  what the model program says instead of its usual reply, by verb; GREETING and "." too
 * @param tls      whether STARTTLS can be had
 * @param input    pieces with pauses between them
 * @param output   all that the client gets
 * @param received all that the program gets, without the end of input
 * @param status   exit status of a filter
 */
public record SmtpCase(String name, Map<String, String> replies, Tls tls, List<String> input, String output, String received, int status) {

    /** The model program's greeting as the client sees it. */
    public static final String G = "220 child.example ESMTP [TESTID]\r\n";
    /** Its answer to QUIT. */
    public static final String B = "221 bye [TESTID]\r\n";
    /** Its answer to EHLO. */
    public static final String E = "250-child.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
    /** The same with STARTTLS. */
    public static final String OFFER = "250-child.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 STARTTLS\r\n";
    /** Our go-ahead. */
    public static final String READY = "220 ready to start TLS (#2.0.0) [TESTID]\r\n";
    /** QUIT. */
    public static final String Q = "QUIT\r\n";

    static SmtpCase of(String name, String... input) {
        return new SmtpCase(name, Map.of(), Tls.IMPOSSIBLE, Arrays.asList(input), "", "", 0);
    }

    /** Output behind the usual greeting. */
    SmtpCase out(String text) {
        return raw(G + text);
    }

    SmtpCase raw(String text) {
        return new SmtpCase(name, replies, tls, input, text, received, status);
    }

    SmtpCase program(String text) {
        return new SmtpCase(name, replies, tls, input, output, text, status);
    }

    /** The program gets just what the client sent. */
    SmtpCase same() {
        return program(String.join("", input));
    }

    SmtpCase exit(int number) {
        return new SmtpCase(name, replies, tls, input, output, received, number);
    }

    SmtpCase offered() {
        return new SmtpCase(name, replies, Tls.POSSIBLE, input, output, received, status);
    }

    SmtpCase reply(String verb, String reply) {
        Map<String, String> more = new LinkedHashMap<>(replies);
        more.put(verb, reply);
        return new SmtpCase(name, more, tls, input, output, received, status);
    }

    @Override
    public String toString() {
        return name;
    }
}
