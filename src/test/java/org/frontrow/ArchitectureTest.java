package org.frontrow;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Constraint;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. Each rule is held twice: the code must keep it, and a planted violation (package {@code planted} of
 * the test sources) must break it, so that no rule can rot into one that never fails.
 */
class ArchitectureTest {
    private static final Map<String, List<String>> MAY_KNOW = new LinkedHashMap<>();

    static {
        MAY_KNOW.put("platform", List.of());
        MAY_KNOW.put("audit", List.of("platform"));
        MAY_KNOW.put("account", List.of("platform", "audit"));
        MAY_KNOW.put("catalog", List.of("platform", "audit", "account"));
        MAY_KNOW.put("seating", List.of("platform", "audit", "catalog", "account"));
        MAY_KNOW.put("booking", List.of("platform", "audit", "catalog", "account", "seating"));
        MAY_KNOW.put("live", List.of("platform", "seating"));
        MAY_KNOW.put("office", List.of("platform", "audit", "account", "catalog", "seating", "booking"));
        MAY_KNOW.put("numbers", List.of("platform", "audit", "account", "catalog", "seating", "booking"));
        MAY_KNOW.put("demo", List.of("platform", "catalog", "account", "seating", "booking"));
        MAY_KNOW.put("backstage", List.of("platform", "catalog", "account", "seating", "demo"));
    }

    @TestFactory
    Stream<DynamicTest> the_code_keeps_every_rule() {
        var code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.frontrow");
        assertThat(code).hasSizeGreaterThan(50);
        return rules("org.frontrow")
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(code)));
    }

    @TestFactory
    Stream<DynamicTest> a_planted_violation_breaks_every_rule() {
        JavaClasses planted = new ClassFileImporter().importPackages("planted");
        return rules("planted")
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(),
                        () -> assertThat(rule.evaluate(planted).hasViolation())
                                .as("a planted violation of: %s", rule.getDescription())
                                .isTrue()));
    }

    private static Stream<ArchRule> rules(String root) {
        var rules = new ArrayList<ArchRule>();
        MAY_KNOW.forEach((name, known) -> {
            var forbidden = MAY_KNOW.keySet().stream()
                    .filter(other -> !other.equals(name) && !known.contains(other))
                    .map(other -> root + "." + other + "..")
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                rules.add(noClasses()
                        .that()
                        .resideInAPackage(root + "." + name + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden)
                        .allowEmptyShould(true)
                        .as(name + " knows only " + known));
            }
        });
        rules.add(slices().matching(root + ".(*)..").should().beFreeOfCycles().as("packages form no cycle"));
        rules.add(classes()
                .that()
                .resideInAPackage(root + ".seating..")
                .and()
                .haveNameMatching(
                        ".*\\.(SeatState|SeatCommand|Decision|SeatEvent|SeatOrder|SeatOutcome|SeatClerk|LockedSeat)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..",
                        root + ".seating..",
                        "org.jspecify..")
                .as("the seat rules know no framework and no database"));
        rules.add(noClasses()
                .that(not(resideInAnyPackage(root + ".demo..")))
                .should()
                .haveNameMatching(".*(Service|Manager|Helper|Utils?|Impl|Dto|Facade)")
                .as("names are the field's words"));
        rules.add(noClasses()
                .that()
                .resideInAnyPackage(
                        root + ".seating..",
                        root + ".booking..",
                        root + ".catalog..",
                        root + ".numbers..",
                        root + ".demo..",
                        root + ".backstage..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .as("only the database's clock decides about seats, shows and bookings"));
        rules.add(classes()
                .that()
                .resideInAPackage(root + ".backstage..")
                .and(annotatedWith(Path.class).or(annotatedWith(ApplicationScoped.class)))
                .or(simpleName("EarlyExpiry"))
                .should()
                .beAnnotatedWith(IfBuildProfile.class)
                .as("what is for developers is in no other build"));
        rules.add(noClasses()
                .that()
                .resideOutsideOfPackage(root + ".backstage..")
                .and(not(simpleName("EarlyExpiry")))
                .should()
                .dependOnClassesThat()
                .haveSimpleName("EarlyExpiry")
                .as("only developers end a hold before its time"));
        rules.add(classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should(nameParametersAsOnTheWire())
                .as("who sends something wrong reads the name they sent it under"));
        return rules.stream();
    }

    /** What a refused parameter is called comes from Java, see {@code ProblemMapper}. */
    private static ArchCondition<JavaClass> nameParametersAsOnTheWire() {
        return new ArchCondition<>("name what they check as it is named in the request") {
            @Override
            public void check(JavaClass resource, ConditionEvents events) {
                for (var method : resource.getMethods()) {
                    for (var parameter : method.reflect().getParameters()) {
                        var wire = nameOnTheWire(parameter);
                        var java = parameter
                                .getName()
                                .replaceAll("([a-z])([A-Z])", "$1_$2")
                                .toLowerCase(Locale.ROOT);
                        if (wire != null && isChecked(parameter) && !wire.equals(java)) {
                            events.add(SimpleConditionEvent.violated(
                                    resource, method.getFullName() + " calls " + wire + " " + parameter.getName()));
                        }
                    }
                }
            }
        };
    }

    private static boolean isChecked(Parameter parameter) {
        return Stream.of(parameter.getAnnotations())
                .anyMatch(it -> it.annotationType().isAnnotationPresent(Constraint.class));
    }

    private static @Nullable String nameOnTheWire(Parameter parameter) {
        var query = parameter.getAnnotation(QueryParam.class);
        var path = parameter.getAnnotation(PathParam.class);
        var header = parameter.getAnnotation(HeaderParam.class);
        return query != null
                ? query.value()
                : path != null
                        ? path.value()
                        : header != null ? header.value().replace('-', '_').toLowerCase(Locale.ROOT) : null;
    }
}
