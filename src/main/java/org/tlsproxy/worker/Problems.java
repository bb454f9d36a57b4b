package org.tlsproxy.worker;

import java.util.List;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.trust.Problem;

/** What is wrong with keys and certificates, on its way to the log. */
final class Problems {

    private Problems() { }

    static void warn(List<Problem> problems, Logger log) {
        for (Problem problem : problems) {
            if (problem instanceof Problem.Library library) {
                log.warn(TlsMessages.libraryProblem(library.code(), library.reason(), library.data()));
            } else if (problem instanceof Problem.Warning warning) {
                log.warn(warning.text());
            }
        }
    }
}
