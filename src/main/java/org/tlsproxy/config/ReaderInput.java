package org.tlsproxy.config;

import java.util.List;

/**
 * What the reader has to know of the process that reads. Texts that came as bytes (arguments, environment, program output)
 * have one {@code char} for each byte.
 *
 * @param configDirectory   where main.cf is: MAIL_CONFIG, else {@code /etc/postfix}
 * @param overrides         what {@code -o}, {@code -i} and {@code -m} say, in order; later ones win
 * @param serviceName       the value of {@code -n}, else the process name
 * @param processName       last path component of argv[0]
 * @param processId         the process that master knows
 * @param installedDefaults output of {@code postconf -d} for {@link InstalledDefaults#names()}; empty if it could not be asked
 * @param hostName          what gethostname(2) says
 */
public record ReaderInput(String configDirectory, List<Assignment> overrides, String serviceName, String processName,
                          int processId, String installedDefaults, String hostName) {

    public ReaderInput {
        overrides = List.copyOf(overrides);
    }

    String mainCf() {
        return configDirectory + "/main.cf";
    }
}
