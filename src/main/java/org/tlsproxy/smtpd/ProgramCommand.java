package org.tlsproxy.smtpd;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Logins.Login;
import org.tlsproxy.posix.Spawn;

/**
 * How to run the SMTP program. A JVM cannot change its user between fork and exec: for {@code -u}, prlimit(1) and setpriv(1) of util-linux
 * do, by absolute path, one after the other in the same process.
 */
final class ProgramCommand {

    private static final String PRLIMIT = "/usr/bin/prlimit";
    private static final String SETPRIV = "/usr/bin/setpriv";
    /** What tlswrapper-smtp(1) leaves a program of {@code -u}, in bytes. */
    private static final String MOST_MEMORY = "134217728";

    private final String path;
    private final List<String> arguments;
    private final Optional<Login> user;

    private ProgramCommand(String path, List<String> arguments, Optional<Login> user) {
        this.path = path;
        this.arguments = arguments;
        this.user = user;
    }

    /** @throws ErrnoException if there is no such program */
    static ProgramCommand of(List<String> words, Optional<Login> user, String searchPath) throws ErrnoException {
        String program = find(words.get(0), searchPath);
        if (user.isEmpty()) {
            return new ProgramCommand(program, words, user);
        }
        find(PRLIMIT, "");
        find(SETPRIV, "");
        Login login = user.get();
        StringBuilder groups = new StringBuilder();
        for (int gid : login.groups()) {
            groups.append(groups.isEmpty() ? "" : ",").append(gid);
        }
        List<String> line = new ArrayList<>(List.of(PRLIMIT, "--as=" + MOST_MEMORY, "--data=" + MOST_MEMORY, SETPRIV,
            "--reuid", String.valueOf(login.uid()), "--regid", String.valueOf(login.gid()), "--groups", groups.toString(),
            "--inh-caps=-all", program));
        line.addAll(words.subList(1, words.size()));
        return new ProgramCommand(PRLIMIT, line, user);
    }

    /** execvp(3)'s search. */
    private static String find(String name, String searchPath) throws ErrnoException {
        if (name.indexOf('/') >= 0) {
            return usable(new File(name)).orElseThrow(() -> new ErrnoException(name, error(new File(name))));
        }
        for (String directory : searchPath.split(":", -1)) {
            Optional<String> found = usable(new File(directory.isEmpty() ? "." : directory, name));
            if (found.isPresent() && !name.isEmpty()) {
                return found.get();
            }
        }
        throw new ErrnoException(name, Errno.ENOENT);
    }

    private static Optional<String> usable(File file) {
        return file.isFile() && file.canExecute() ? Optional.of(file.getPath()) : Optional.empty();
    }

    private static int error(File file) {
        return file.exists() ? Errno.EACCES : Errno.ENOENT;
    }

    /** What is executed. */
    String path() {
        return path;
    }

    /** Sets what a login would. */
    void describe(Map<String, String> environment) {
        user.ifPresent(login -> {
            environment.put("HOME", login.home());
            environment.put("SHELL", login.shell());
            environment.put("USER", login.name());
            environment.put("LOGNAME", login.name());
        });
    }

    /**
     * Starts it. All other descriptors of this process are close-on-exec already.
     *
     * @param input  becomes its standard input, @param output its standard output; standard error is ours
     * @return its pid
     */
    int start(Map<String, String> environment, int input, int output) throws ErrnoException {
        List<String> lines = new ArrayList<>(environment.size());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            lines.add(variable.getKey() + "=" + variable.getValue());
        }
        return Spawn.start(path, arguments, lines, List.of(new Spawn.Mapping(input, 0), new Spawn.Mapping(output, 1)));
    }
}
