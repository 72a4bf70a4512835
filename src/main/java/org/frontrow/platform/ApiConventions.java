package org.frontrow.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Says in the description of the API what follows from the kind of a thing, so that no resource has to repeat it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiConventions implements OASFilter {
    /** Not for everybody who is signed in. */
    static final String OFFICE = "/api/office/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null) {
            return;
        }
        var paths = OASFactory.createPaths();
        api.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations().forEach((method, operation) -> complete(path, method, operation));
            paths.addPathItem(withSlash(path), item);
        });
        api.setPaths(paths);
        if (api.getComponents() != null && api.getComponents().getSchemas() != null) {
            api.getComponents().getSchemas().values().forEach(ApiConventions::sayWhatIsAlwaysThere);
        }
    }

    /** Both forms work; the one that existing clients use is the one that is described. */
    private static String withSlash(String path) {
        return path.startsWith("/api/") && !path.endsWith("/") ? path + "/" : path;
    }

    /** Answers carry all of their fields, but for those that are marked as nullable. */
    private static void sayWhatIsAlwaysThere(Schema schema) {
        var isAnswer = schema.getRequired() == null || schema.getRequired().isEmpty();
        if (isAnswer && schema.getProperties() != null) {
            schema.setRequired(schema.getProperties().entrySet().stream()
                    .filter(property -> !isNullable(property.getValue()))
                    .map(Map.Entry::getKey)
                    .toList());
        }
    }

    private static boolean isNullable(Schema property) {
        var either = property.getAnyOf();
        return isNull(property) || (either != null && either.stream().anyMatch(ApiConventions::isNull));
    }

    private static boolean isNull(Schema schema) {
        return schema.getType() != null && schema.getType().contains(Schema.SchemaType.NULL);
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        var responses = operation.getResponses();
        var needsSignIn =
                operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        if (needsSignIn) {
            add(responses, Map.of("401", ApiDescription.UNAUTHENTICATED));
        }
        if (method != HttpMethod.GET || path.startsWith(OFFICE)) {
            add(responses, Map.of("403", ApiDescription.FORBIDDEN));
        } else if (responses.hasAPIResponse("403") && isBare(responses.getAPIResponse("403"))) {
            responses.removeAPIResponse("403"); // nobody who is signed in is kept from reading what guests read
        }
        if (operation.getRequestBody() != null) {
            add(
                    responses,
                    Map.of(
                            "400",
                            ApiDescription.INVALID,
                            "413",
                            ApiDescription.TOO_LARGE,
                            "415",
                            ApiDescription.NOT_JSON));
        }
        // Whoever asks too often, or when the house is full, hears it whatever they ask.
        add(responses, Map.of("429", ApiDescription.TOO_MANY, "503", ApiDescription.UNAVAILABLE));
    }

    private static void add(APIResponses responses, Map<String, String> missing) {
        // Sorted, so that the document is the same after every build.
        new TreeMap<>(missing).forEach((status, name) -> {
            if (!responses.hasAPIResponse(status) || isBare(responses.getAPIResponse(status))) {
                responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
            }
        });
    }

    /** Quarkus adds some answers of its own, with a title and nothing else. */
    private static boolean isBare(APIResponse response) {
        return response.getRef() == null && response.getContent() == null;
    }
}
