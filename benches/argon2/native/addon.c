/* The reference implementation of Argon2 for Node: argon2id(m, t, p, password, salt) -> Buffer of 32 bytes. */
#include <node_api.h>
#include <string.h>

#include "argon2.h"

static napi_value argon2id(napi_env env, napi_callback_info info) {
    size_t count = 5;
    napi_value arguments[5];
    uint32_t m, t, p;
    void *password, *salt, *copy;
    size_t password_length, salt_length;
    uint8_t tag[32];
    napi_value result;
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count != 5 ||
        napi_get_value_uint32(env, arguments[0], &m) != napi_ok ||
        napi_get_value_uint32(env, arguments[1], &t) != napi_ok ||
        napi_get_value_uint32(env, arguments[2], &p) != napi_ok ||
        napi_get_buffer_info(env, arguments[3], &password, &password_length) != napi_ok ||
        napi_get_buffer_info(env, arguments[4], &salt, &salt_length) != napi_ok) {
        napi_throw_type_error(env, NULL, "argon2id(m, t, p, password, salt)");
        return NULL;
    }
    argon2_context context = {
        .out = tag, .outlen = sizeof tag,
        .pwd = password, .pwdlen = (uint32_t)password_length,
        .salt = salt, .saltlen = (uint32_t)salt_length,
        .t_cost = t, .m_cost = m, .lanes = p, .threads = 1,
        .version = ARGON2_VERSION_13, .flags = ARGON2_DEFAULT_FLAGS,
    };
    int error = argon2_ctx(&context, Argon2_id);
    if (error != ARGON2_OK) {
        napi_throw_error(env, NULL, argon2_error_message(error));
        return NULL;
    }
    if (napi_create_buffer_copy(env, sizeof tag, tag, &copy, &result) != napi_ok) return NULL;
    return result;
}

NAPI_MODULE_INIT() {
    napi_value function;
    if (napi_create_function(env, "argon2id", NAPI_AUTO_LENGTH, argon2id, NULL, &function) != napi_ok) return NULL;
    return function;
}
