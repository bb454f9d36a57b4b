/**
 * JMH benchmarks of the parts that a session's cost is made of. Run by {@code mvn -Pbench -DskipTests test}; which ones, and how, by
 * {@code -Dbench="REGULAR-EXPRESSION OPTION..."}.
 */
package org.tlsproxy.bench;
