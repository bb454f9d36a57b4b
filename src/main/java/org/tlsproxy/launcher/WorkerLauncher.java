package org.tlsproxy.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.pool.WorkerCommand;

/** The command line of a worker: what sbin/tlsproxy-java found out about the Java to use is in our system properties. */
final class WorkerLauncher {

    private static final List<String> DROPPED =
        List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT");

    private WorkerLauncher() { }

    /** @throws Fatal if this launcher was not started by sbin/tlsproxy-java */
    static WorkerCommand command(String service) {
        String java = property("tlsproxy.java");
        String home = property("tlsproxy.home");
        List<String> arguments = new ArrayList<>();
        arguments.add(java);
        arguments.add("@" + property("tlsproxy.worker.options"));
        String archive = System.getProperty("tlsproxy.worker.archive", "");
        if (!archive.isEmpty()) {
            arguments.add(archive);
        }
        EarlySettings settings = settings(home);
        arguments.add("-Xmx" + settings.heapMegabytes() + "m");
        arguments.addAll(settings.workerOptions());
        arguments.add("-Djffi.boot.library.path=" + home + "/lib/native");
        arguments.add("-Dtlsproxy.home=" + home);
        arguments.add("-Dtlsproxy.argv0=" + property("tlsproxy.argv0"));
        arguments.add("-cp");
        arguments.add(property("tlsproxy.worker.classpath"));
        arguments.add("org.tlsproxy.worker.Main");
        return new WorkerCommand(java, arguments, environment(), service);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new Fatal("system property " + name + " is missing: start this program with sbin/tlsproxy-java");
        }
        return value;
    }

    private static EarlySettings settings(String home) {
        String config = System.getenv().getOrDefault("MAIL_CONFIG", "/etc/postfix");
        return EarlySettings.read(List.of(Path.of(config, "tlsproxy-java.conf"), Path.of(home, "conf", "tlsproxy-java.conf")));
    }

    private static List<String> environment() {
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (!DROPPED.contains(variable.getKey())) {
                environment.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        return environment;
    }
}
