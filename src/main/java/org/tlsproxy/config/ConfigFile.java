package org.tlsproxy.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.tlsproxy.log.Fatal;

/** The bytes of a configuration file, one {@code char} for each, so that a value leaves us as it came. */
final class ConfigFile {

    private ConfigFile() { }

    static String content(String path) {
        try (FileInputStream in = new FileInputStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Fatal("open " + path + ": " + reason(e, path));
        }
    }

    static String content(Reader in) throws IOException {
        StringBuilder content = new StringBuilder();
        char[] buffer = new char[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            content.append(buffer, 0, count);
        }
        return content.toString();
    }

    /** Java's message is the path and, in brackets, the C library's text. */
    private static String reason(IOException e, String path) {
        String message = String.valueOf(e.getMessage());
        boolean bracketed = message.startsWith(path + " (") && message.endsWith(")");
        return bracketed ? message.substring(path.length() + 2, message.length() - 1) : message;
    }
}
