package org.tlsproxy.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.pool.WorkerCommand;

/** The command line of a worker: what sbin/tlsproxy-smtpd found out about the Java to use is in our system properties. */
final class WorkerJvm {

    private static final int BASE_MEGABYTES = 32;
    private static final int SESSIONS_PER_MEGABYTE = 64;

    private WorkerJvm() { }

    /** @param sessions most that a worker may have, @throws Fatal if this launcher was not started by sbin/tlsproxy-smtpd */
    static WorkerCommand command(String service, int sessions) {
        String java = property("tlsproxy.java");
        String home = property("tlsproxy.home");
        List<String> arguments = new ArrayList<>();
        arguments.add(java);
        arguments.add("@" + property("tlsproxy.worker.options"));
        String archive = System.getProperty("tlsproxy.worker.archive", "");
        if (!archive.isEmpty()) {
            arguments.add(archive);
        }
        arguments.add("-Xmx" + (BASE_MEGABYTES + sessions / SESSIONS_PER_MEGABYTE) + "m");
        arguments.add("-Djffi.boot.library.path=" + home + "/lib/native");
        arguments.add("-cp");
        arguments.add(property("tlsproxy.worker.classpath"));
        arguments.add("org.tlsproxy.smtpd.Worker");
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : Environment.inherited().entrySet()) {
            if (variable.getKey().equals("TZ") || variable.getKey().equals("PATH")) {
                environment.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        environment.add("LC_ALL=C.UTF-8");
        return new WorkerCommand(java, arguments, environment, service);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new Fatal("system property " + name + " is missing: start this program with sbin/tlsproxy-smtpd");
        }
        return value;
    }
}
