package org.tlsproxy.maps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** postmap(1) of the machine, which makes indexed files and is asked what ours should say. */
final class Postmap {

    /** @param output standard output, @param complaints standard error without the program's name */
    record Result(int exit, String output, List<String> complaints) { }

    private Postmap() { }

    /** Ends the test as skipped where this Postfix does not have that type. */
    static void needs(String type) {
        List<String> types;
        try {
            types = run("", "postconf", "-m").output().lines().toList();
        } catch (AssertionError e) {
            types = List.of();
        }
        assumeTrue(types.contains(type), "this machine's Postfix has no " + type + " tables");
    }

    static Result run(String input, String... command) {
        try {
            Path out = Files.createTempFile("postmap", ".out");
            Path err = Files.createTempFile("postmap", ".err");
            Path in = Files.writeString(Files.createTempFile("postmap", ".in"), input);
            Process process = new ProcessBuilder(command).redirectInput(in.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
            int exit = process.waitFor();
            Result result = new Result(exit, Files.readString(out, StandardCharsets.ISO_8859_1), complaints(Files.readString(err)));
            for (Path file : List.of(out, err, in)) {
                Files.delete(file);
            }
            return result;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<String> complaints(String text) {
        List<String> complaints = new ArrayList<>();
        for (String line : text.lines().toList()) {
            complaints.add(line.substring(line.indexOf(": ") + 2));
        }
        return complaints;
    }
}
