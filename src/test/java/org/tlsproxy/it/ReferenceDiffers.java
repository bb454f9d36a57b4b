package org.tlsproxy.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A promise that the C tlsproxy(8) is known not to keep, with the reason: skipped when the suite runs against the C program, kept
 * for everything else. Whatever carries no such mark holds for both.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ReferenceDiffers.Condition.class)
@interface ReferenceDiffers {

    /** What the C program does instead. */
    String value();

    /** Decides by looking at the executable under test. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), ReferenceDiffers.class)
                .filter(mark -> ServiceUnderTest.isReference())
                .map(mark -> ConditionEvaluationResult.disabled("the C program: " + mark.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("holds for the service under test"));
        }
    }
}
