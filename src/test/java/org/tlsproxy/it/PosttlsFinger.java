package org.tlsproxy.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * posttls-finger(1) with {@code -X}, which speaks through the tlsproxy service of its queue directory: one of these has a queue directory
 * where that is the service under test, and one where it is the C program.
 */
final class PosttlsFinger {

    private final PostfixInstance postfix;
    private final Path configuration;

    private final List<String> prefix;

    private PosttlsFinger(PostfixInstance postfix, Path configuration, List<String> prefix) {
        this.postfix = postfix;
        this.configuration = configuration;
        this.prefix = prefix;
    }

    /** The same with another /etc/resolv.conf, in a mount namespace of its own. */
    PosttlsFinger resolvingBy(Path file) {
        return new PosttlsFinger(postfix, configuration, SignedZone.seenThrough(file));
    }

    /** @param service in the instance's master.cf */
    static PosttlsFinger through(PostfixInstance postfix, String service) throws IOException {
        Path directory = Files.createDirectory(postfix.directory().resolve("finger-" + service));
        Path queue = Files.createDirectories(directory.resolve("queue/private")).getParent();
        Files.createSymbolicLink(queue.resolve("private/tlsproxy"), postfix.socket(service));
        String mainCf = Files.readString(postfix.mainCf())
            .replaceAll("(?m)^queue_directory = .*$", "queue_directory = " + queue);
        Files.writeString(directory.resolve("main.cf"), mainCf);
        Files.copy(postfix.configuration().resolve("master.cf"), directory.resolve("master.cf"));
        return new PosttlsFinger(postfix, directory, List.of());
    }

    /** What came of a probe. @param output of the program, @param log lines of tlsproxy, without notes of different settings */
    record Result(List<String> output, List<String> log) { }

    Result probe(int port, String... arguments) {
        return probe("127.0.0.1", port, arguments);
    }

    /** @param host in brackets, as smtp(8) has it; leads to 127.0.0.1 */
    Result probe(String host, int port, String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("env", "MAIL_CONFIG=" + configuration, "posttls-finger", "-X", "-c"));
        List<String> matches = new ArrayList<>();
        boolean options = true;
        for (String argument : arguments) {
            options &= !argument.equals("--");
            if (options) {
                words.add(argument);
            } else if (!argument.equals("--")) {
                matches.add(argument);
            }
        }
        words.add("[" + host + "]:" + port);
        words.addAll(matches);
        long mark = postfix.log().mark();
        Command command = Command.run("", words);
        postfix.log().awaitMatch(mark, "^DISCONNECT \\[127.0.0.1\\]:" + port + "$");
        List<String> log = postfix.log().since(mark).stream().filter(line -> line.tag().endsWith("/tlsproxy")).map(LogLine::text)
            .filter(PosttlsFinger::isOfTheSession).map(PosttlsFinger::comparable).toList();
        return new Result(command.output().lines().map(PosttlsFinger::comparable).toList(), NormalText.withoutDumps(log));
    }

    /** posttls-finger's settings are not smtp(8)'s; that is said in the same words by both programs, and tested elsewhere. */
    private static boolean isOfTheSession(String text) {
        return !text.contains("with unexpected settings") && !text.startsWith("warning: (server) '")
            && !text.startsWith("warning: to avoid this warning") && !text.contains("class archive");
    }

    /** Positions in OpenSSL's source, and session keys, which are each program's own. */
    private static String comparable(String text) {
        return text.replaceAll("error:([0-9A-F]{8}:[^:]*::[^:]*):[^:]*:\\d+:", "error:$1:").replaceAll("&[0-9A-F]{64}", "&KEY");
    }
}
