package org.tlsproxy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a session logged, without what is different each time it is done, and without what is different by design. */
final class NormalText {

    private static final Pattern PROBLEM =
        Pattern.compile("^(warning: TLS library problem: error:[0-9A-F]{8}:[^:]*):[^:]*:([^:]*):[^:]*:\\d+:(.*)$");
    /** One that failed, or came to the end, does not count. */
    private static final Pattern DUMP = Pattern.compile("^(read from|write to) [0-9A-F]{8,} \\[[0-9A-F]+\\] .*=> [1-9].*");
    private static final Pattern EMPTY_DUMP = Pattern.compile("^(read from|write to) [0-9A-F]{8,} \\[[0-9A-F]+\\] .*=> (0|-1).*");
    private static final Pattern DUMPED = Pattern.compile("^[0-9a-f]{4,} (([0-9a-f]{2}[ |]){1,16}|- <SPACES/NULLS>).*");
    private static final Pattern EPOCH = Pattern.compile("key expiration: \\d+");
    private static final Pattern CACHE_KEY = Pattern.compile("session [0-9A-F]+&s=(.*)&l=\\S+");

    /** Lines that only ours has: what the launcher says of its workers, which is about the machine, and what clients offered. */
    private static final Pattern OURS = Pattern.compile("^(warning: worker \\d+ did not take |.*class archive|.*: the client offered ).*");

    private NormalText() { }

    /**
     * The lines of one session. Of OpenSSL's stack of errors the first line counts, of dumps that there were some: how many bytes
     * come and go at once, and when, is nobody's business.
     */
    static List<String> of(List<String> texts, String endpoint, String program, String directory) {
        List<String> lines = new ArrayList<>();
        String last = "";
        for (String text : withoutDumps(texts)) {
            String line = normal(text).replace(endpoint, "ENDPT").replace(program, "PROGRAM").replace(directory, "DIR");
            if (!OURS.matcher(text).matches() && !isMore(line, last)) {
                lines.add("log " + line);
                last = line;
            }
        }
        return lines;
    }

    /** The lines, and after them whether there were dumps of what came and of what went. */
    static List<String> withoutDumps(List<String> texts) {
        List<String> lines = new ArrayList<>();
        Set<String> dumps = new TreeSet<>();
        for (String text : texts) {
            if (DUMP.matcher(text).matches()) {
                dumps.add(text.substring(0, text.indexOf(' ')) + " dumped");
            } else if (!DUMPED.matcher(text).matches() && !EMPTY_DUMP.matcher(text).matches()) {
                lines.add(text);
            }
        }
        lines.addAll(dumps);
        return lines;
    }

    private static boolean isMore(String line, String last) {
        String stack = "warning: TLS library problem";
        return line.startsWith(stack) && last.startsWith(stack);
    }

    private static String normal(String text) {
        Matcher problem = PROBLEM.matcher(text);
        if (problem.matches()) {
            return problem.group(1) + "::" + problem.group(2) + ":FILE:" + problem.group(3);
        }
        String line = EPOCH.matcher(text).replaceAll("key expiration: EPOCH");
        return CACHE_KEY.matcher(line).replaceAll("session ID&s=$1&l=LIBRARY");
    }
}
