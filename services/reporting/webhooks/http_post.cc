#include "services/reporting/webhooks/http_post.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "services/reporting/webhooks/public_address.h"

namespace okapi::reporting {
namespace {

struct Curl {
  Curl() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

// What the socket callback needs and says.
struct Dialing {
  bool to_private_addresses = false;
  bool refused = false;
};

curl_socket_t OpenSocket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& dialing = *static_cast<Dialing*>(context);
  if (!dialing.to_private_addresses && !IsPublic(address->addr)) {
    dialing.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

size_t Discard(char*, size_t size, size_t count, void*) { return size * count; }

}  // namespace

absl::StatusOr<int> Post(const HttpPost& post) {
  static const Curl curl;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (easy == nullptr) return absl::UnavailableError("libcurl cannot begin");
  curl_slist* list = nullptr;
  for (const std::string& header : post.headers) list = curl_slist_append(list, header.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            &curl_slist_free_all);
  Dialing dialing{post.to_private_addresses, false};
  char problem[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(easy.get(), CURLOPT_URL, post.url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, long{absl::ToInt64Milliseconds(post.timeout)});
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(post.body.size()));
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, post.body.data());
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETDATA, &dialing);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &Discard);
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, problem);
  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_OK) {
    long answer = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer);
    return static_cast<int>(answer);
  }
  if (dialing.refused) {
    return absl::PermissionDeniedError(
        "the address is not a public one; --webhooks_to_private_addresses would allow it");
  }
  return absl::UnavailableError(problem[0] != '\0' ? problem : curl_easy_strerror(code));
}

}  // namespace okapi::reporting
